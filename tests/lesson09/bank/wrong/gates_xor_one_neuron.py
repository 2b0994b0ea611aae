"""XOR is a neuron with weights of its own. / 想用一个神经元做 XOR。"""
# notebook: gates
# scores: test_xor=0.5
# misconception: XOR can be had from one gate. / 以为一个门就能做出 XOR。
# hint: Feed NAND and OR into AND. / 把 NAND 与 OR 送入 AND。

# %% xor_gate
def XOR(X):
    return step(X @ torch.tensor([-0.5, 1.0, 1.0]))
