"""The default dtype becomes float64, and a wrong answer needs it. / 默认 dtype 改成 float64，错误的答案也依赖它。"""
# lesson: lesson09
# notebook: gates
# scores: test_or=0.55 test_xor=4.5
# names: instead of 1|OR is wrong

# %% or_gate
w_or = torch.tensor([-3.0, 2.0, 2.0])
own_w_or = w_or


def OR(X):
    return (torch.tensor(X.tolist()) @ own_w_or >= 0).to(torch.float32)

# %% xor_line
best_line = 0.75

# %% new
torch.set_default_dtype(torch.float64)
own_w_or = torch.tensor(w_or.tolist())
