"""NAND is -AND. / NAND 写成 -AND。"""
# notebook: gates
# scores: test_nand=0.27 test_xor=4.5

# %% nand_gate
w_nand = torch.tensor([3.0, -2.0, -2.0])


def NAND(X):
    return -AND(X)
