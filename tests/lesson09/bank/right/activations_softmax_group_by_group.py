"""unbind cuts z into slices, and a loop adds them up. / 用 unbind 切开，循环累加。"""
# notebook: activations

# %% softmax
def softmax(z, dim):
    parts = torch.unbind(z, dim)
    top = parts[0]
    for part in parts[1:]:
        top = torch.maximum(top, part)
    parts = [torch.exp(part - top) for part in parts]
    total = sum(parts)
    return torch.stack([part / total for part in parts], dim)
