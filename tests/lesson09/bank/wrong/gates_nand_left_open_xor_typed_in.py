"""NAND is not written, XOR compares the inputs. / NAND 没写，XOR 直接比较输入。"""
# notebook: gates
# scores: test_nand=0.27 test_xor=3.5

# %% nand_gate
w_nand = torch.tensor([3.0, -2.0, -2.0])


def NAND(X):
    raise NotImplementedError()


# %% xor_gate
def XOR(X):
    return (X[:, 1] != X[:, 2]).float()
