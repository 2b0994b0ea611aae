"""The dimension is moved to the end and back. / 先把维度移到最后，算完再移回。"""
# notebook: activations

# %% softmax
def softmax(z, dim=-1):
    last = z.movedim(dim, -1)
    e = torch.exp(last - last.amax(-1, keepdim=True))
    return (e / e.sum(-1, keepdim=True)).movedim(-1, dim)
