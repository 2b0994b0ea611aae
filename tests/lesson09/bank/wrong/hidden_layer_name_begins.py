"""The first letter of a name decides. / 只看名字的第一个字母。"""
# notebook: hidden_layers
# scores: test_layer=3.43

# %% layer
def layer(W, x, b, h):
    z = W @ x + b
    letters = {"i": z, "r": torch.relu(z), "t": torch.tanh(z)}
    if h[:1] == "s":
        return torch.sigmoid(z) if h.startswith("sig") else (z >= 0).float()
    if h[:1] not in letters:
        raise ValueError(h)
    return letters[h[:1]]
