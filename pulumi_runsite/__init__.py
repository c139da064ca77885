"""Runsite as Pulumi resources."""
