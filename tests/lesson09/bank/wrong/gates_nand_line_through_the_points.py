"""The line of NAND goes through points of the wrong class. / NAND 的直线经过了不该为 1 的点。"""
# notebook: gates
# scores: test_nand=0.55 test_xor=4.5
# misconception: It looks as if your line goes through two of the points. / 看来你的直线正好经过了两个点。
# hint: Two points lie exactly on your line (z = 0), where step gives 1. Move b so that the line passes between the points. / 两个点正好落在线上（z = 0），step 给出 1。移动 b，让直线从点之间穿过。

# %% nand_gate
w_nand = torch.tensor([2.0, -1.0, -1.0])


def NAND(X):
    return step(X @ w_nand)
