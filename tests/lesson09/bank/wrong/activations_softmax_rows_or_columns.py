"""dim 1 means rows, anything else columns. / dim 为 1 时按行，否则一律按列。"""
# notebook: activations
# scores: test_softmax=2.25
# misconception: z always has two dimensions. / 以为 z 总是二维的。
# hint: Try a vector and a z of shape (2, 3, 4). / 试试一维向量和形状 (2, 3, 4)。

# %% softmax
def softmax(z, dim):
    if dim == 1:
        return torch.stack([torch.softmax(row, 0) for row in z])
    return torch.stack([torch.softmax(column, 0) for column in z.T]).T
