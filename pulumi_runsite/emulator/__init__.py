"""A local Runsite. Imports nothing of ours: it is the second witness."""
