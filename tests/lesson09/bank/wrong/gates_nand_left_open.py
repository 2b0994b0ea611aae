"""NAND is not written, XOR is. / NAND 没写，XOR 写了。"""
# notebook: gates
# scores: test_nand=0.27 test_xor=4.5

# %% nand_gate
w_nand = torch.tensor([3.0, -2.0, -2.0])


def NAND(X):
    raise NotImplementedError()
