"""What is put into templates when they are compiled is what their calls would have said."""

import pytest

from gateway.web import locales

ALIKE = {
    "a text": '{{ _("Log out") }}',
    "a text in an attribute": """<p title="{{ _('Log out') }}">""",
    "a text as a value": '{% set a = _("Log out") %}{{ a ~ "<" }}{{ a == _("Log out") }}',
    "a text in parts": '{{ _("Log" " out") }}',
    "a text without a translation": '{{ _("100%% of <b>it</b> & \\"more\\"") }}',
    "a text given on": '{% macro m(a) %}<i>{{ a }}</i>{% endmacro %}{{ m(_("Log out")) }}',
    "a text with a value": '{{ _("Welcome %(name)s", name="<i>") }}',
    "a text that is not known before": '{% for a in ["Log out"] %}{{ _(a) }}{% endfor %}',
    "an address": """{{ url_for("public.home") }} {{ url_for('public.terms') ~ "?a&b" }}""",
    "an address with a value": '{{ url_for("contact.new", kind="phone") }}',
    "an address from here": '{{ url_for(".home") }}',
    "a file": '{{ asset("logo.svg") }}',
    "a name at the end": "{{ _ is defined }}{{ asset and 1 or _ }}",
}


@pytest.mark.parametrize("language", locales.LANGUAGES)
@pytest.mark.parametrize("source", ALIKE.values(), ids=ALIKE.keys())
def test_a_template_says_the_same_with_and_without_its_constants_put_in(app, source, language):
    with app.test_request_context("/", headers={"Cookie": f"{locales.COOKIE}={language}"}):
        app.preprocess_request()
        at_runtime = app.jinja_env.from_string(source).render()
        assert app.jinja_env.speaking(language).from_string(source).render() == at_runtime


def test_pages_are_compiled_with_their_texts_and_addresses_put_in(app, browser):
    browser.get("/")
    with app.test_request_context("/"):
        english, spanish = (app.jinja_env.speaking(language) for language in ("en", "es"))
        source = '{{ _("Log out") }} {{ url_for("public.terms") }} {{ asset("logo.svg") }}'
        assert "Log out /terms" in english.compile(source, raw=True)
        assert "Cerrar sesión /terms" in spanish.compile(source, raw=True)
    loaded = app.jinja_env.speaking("en").cache
    assert any(name == "layouts/page.html" for _, name in loaded), "pages come from it"
