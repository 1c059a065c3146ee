"""The HTTP status of each category of error; one place for API, pages and OpenAPI."""

from contracts.errors import Category

STATUS = {
    Category.INVALID: 422,
    Category.UNAUTHENTICATED: 401,
    Category.FORBIDDEN: 403,
    Category.NOT_FOUND: 404,
    Category.CONFLICT: 409,
    Category.RATE_LIMITED: 429,
    Category.UNAVAILABLE: 503,
    Category.INTERNAL: 500,
}
