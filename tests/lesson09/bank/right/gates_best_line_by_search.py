"""best_line is found by trying many lines. / 试很多条直线求 best_line。"""
# notebook: gates

# %% xor_line
torch.manual_seed(0)
four = torch.tensor([[1.0, 0, 0], [1, 1, 0], [1, 0, 1], [1, 1, 1]])
want = torch.tensor([0.0, 1, 1, 0])
best_line = 0.0
for trial in range(2000):
    best_line = max(best_line, (step(four @ torch.randn(3)) == want).float().mean().item())
