"""The OpenAPI document: where each fact is known from, declared responses, operations."""
