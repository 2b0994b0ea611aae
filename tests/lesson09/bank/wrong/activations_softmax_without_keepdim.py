"""The sum has lost its dimension. / 求和后少了一维。"""
# notebook: activations
# scores: test_softmax=0
# misconception: Division finds the right dimension by itself. / 以为相除时会自动对上维度。
# hint: keepdim=True keeps the dimension of the sum. / keepdim=True 会保留求和的那一维。

# %% softmax
def softmax(z, dim):
    e = torch.exp(z - z.amax(dim=dim, keepdim=True))
    return e / e.sum(dim=dim)
