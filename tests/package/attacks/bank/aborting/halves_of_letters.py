"""Prints, names, raises and returns halves of letters, which no file in UTF-8 can hold."""
# notebook: activations
# scores: test_relu=0 test_output_for=0

# %% relu
half = "\ud800 \udfff \udc80"
print(half)
Half = type("Half\ud83d", (ValueError,), {})


def relu(z):
    if z.numel() > 4:
        raise Half(half)
    return {half: {half}, "name": half}


# %% output_for
output_for = {"regression": "identity\udc00", "\ud800": "sigmoid", "multiclass": ["softmax\ud800"]}


# %% new
raise Half(half)


# %% twin

# %% relu
print("负数 → 0 🙂 é")


def relu(z):
    "负数变成 0 🙂"
    return torch.where(z < 0, torch.zeros_like(z), z)
