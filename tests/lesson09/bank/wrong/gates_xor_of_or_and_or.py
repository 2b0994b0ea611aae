"""Both hidden units are OR. / 隐藏层的两个都是 OR。"""
# notebook: gates
# scores: test_xor=0.5
# misconception: XOR needs OR twice. / 两个隐藏神经元不应都是 OR。
# hint: One of the hidden units is NAND. / 隐藏层有一个是 NAND。

# %% xor_gate
def XOR(X):
    return AND(torch.stack([torch.ones(len(X)), OR(X), OR(X)], dim=1))
