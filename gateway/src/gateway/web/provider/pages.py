"""The blueprints of the Provider Portal."""

from gateway.web.provider import accounts, home, links, my_access, requests, roster
from gateway.web.provider.association import views as association
from gateway.web.provider.help import views as provider_help
from gateway.web.provider.invitations import accept, upload
from gateway.web.provider.invitations import views as invitations
from gateway.web.provider.resources import views as resources
from gateway.web.provider.users import views as users

blueprints = (
    *accounts.blueprints,
    *association.blueprints,
    home.blueprint,
    links.blueprint,
    my_access.blueprint,
    requests.blueprint,
    roster.blueprint,
    users.blueprint,
    invitations.blueprint,
    upload.blueprint,
    accept.blueprint,
    resources.blueprint,
    provider_help.blueprint,
)
