"""dim 0 by the transposed, anything else along the last. / dim 为 0 时转置，否则沿最后一维。"""
# notebook: activations
# scores: test_softmax=2.25
# misconception: z always has two dimensions. / 以为 z 总是二维的。
# hint: Try a vector and a z of shape (2, 3, 4). / 试试一维向量和形状 (2, 3, 4)。

# %% softmax
def softmax(z, dim):
    if dim == 0:
        return softmax(z.T, 1).T
    e = torch.exp(z - z.amax(-1, keepdim=True))
    return e / e.sum(-1, keepdim=True)
