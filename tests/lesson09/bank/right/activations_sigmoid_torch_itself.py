"""sigmoid is torch's own. / 直接使用 torch 的 sigmoid。"""
# notebook: activations

# %% sigmoid
sigmoid = torch.sigmoid
