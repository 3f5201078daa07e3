"""Generated pages, and what generates them."""
