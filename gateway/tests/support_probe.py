"""Small pages and faults to try the engine on, beside the real pages."""

from flask import Blueprint, g, render_template_string, request

from contracts.errors import ContractError, Unavailable
from contracts.identity import rpc
from gateway import peers
from gateway.security import rescue, sessions
from gateway.security.doors import ANYONE, MEMBER, PROVIDER, SIGNED_IN, door

FORM = '<form method="post"><input name="csrf_token" value="{{ csrf_token() }}"></form>{{ text }}'

blueprint = Blueprint("probe", __name__, url_prefix="/probe")


@blueprint.route("/open", methods=["GET", "POST"])
@door(ANYONE)
def open_page() -> str:
    found = sessions.current()
    return render_template_string(FORM, text=f"account={found.account_id if found else 'nobody'}")


@blueprint.route("/closed", methods=["GET", "POST"])
@door(SIGNED_IN)
def closed_page() -> str:
    return render_template_string(FORM, text=f"restored={rescue.restored()}")


@blueprint.get("/office")
@door(SIGNED_IN)
def office_page() -> str:
    return f"context={sessions.require().viewer.context_id} ended={g.get('context_ended', False)}"


@blueprint.get("/behind")
@door(SIGNED_IN)
def behind_page() -> str:
    return f"{peers.call(rpc.get_account)['username']} ended={g.get('context_ended', False)}"


@blueprint.get("/second-step")
@door(SIGNED_IN, even_if_second_factor_due=True)
def second_step() -> str:
    return f"due={sessions.second_factor_due()}"


@blueprint.get("/member")
@door(MEMBER)
def member_page() -> str:
    return "for members"


@blueprint.get("/provider")
@door(PROVIDER)
def provider_page() -> str:
    return "for providers"


@blueprint.get("/links")
@door(ANYONE)
def links_page() -> str:
    links = ("/nowhere", "#here", "links#gone", "tel:1")
    return '<p id="here">' + "".join(f'<a href="{link}">one</a>' for link in links)


@blueprint.get("/me")
@door(SIGNED_IN)
def me() -> str:
    return peers.call(rpc.get_account)["username"]


@blueprint.post("/recover")
@door(ANYONE)
def recover() -> str:
    fields = rpc.start_recovery.takes().load(
        {
            "first_name": request.form["first_name"], "last_name": "Santos", "date_of_birth": "1980-09-15",
            "member_id": "P1234567", "forgot_username": True,
        }
    )  # fmt: skip
    return str(peers.call(rpc.start_recovery, **fields)["recovery_id"])


@blueprint.post("/log-out")
@door(ANYONE)
def log_out() -> str:
    sessions.close()
    return "out"


@blueprint.get("/refuse/<code>")
@door(ANYONE)
def refuse(code: str) -> str:
    raise ContractError.registry[code](retry_after=7, attempts_left=2, address="192.0.2.1")


@blueprint.get("/crash")
@door(ANYONE)
def crash() -> str:
    raise RuntimeError("Rosa Santos, P1234567")


@blueprint.get("/away")
@door(ANYONE)
def away() -> str:
    raise Unavailable()
