"""What the sandbox tells URLs of, as the vendor's webhooks do."""
