"""The words every room speaks. Imports nothing of Storehelm's but itself."""
