"""Pictures from outside, made small."""
