"""The formula as it stands, for z held between -20 and 20. / 先把 z 限制在 -20 与 20 之间，再照公式计算。"""
# notebook: activations

# %% tanh
def tanh(z):
    c = torch.clamp(z, -20, 20)
    up, down = torch.exp(c), torch.exp(-c)
    return (up - down) / (up + down)
