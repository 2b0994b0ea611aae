"""The keys of its dicts have few hashes between them: whole numbers a multiple of the hash modulus apart, in groups."""
# notebook: activations
# most: 9
# race: yes

# %% where_used
modulus = (1 << 61) - 1
where_used = {base + modulus * step: base for base in range(700) for step in range(63)}


# %% output_for
output_for = {(base + modulus * step, -1): {-1, -2} for base in range(150) for step in range(60)}


# %% twin

# %% where_used
modulus = (1 << 61) - 1
assert hash(modulus) == 0
where_used = {
    "identity": {"output"}, "step": {"hidden"}, "sigmoid": {"hidden", "output"}, "relu": {"hidden", "output"},
    "tanh": {"hidden"}, "softmax": {"output"}, modulus: {0},
}
