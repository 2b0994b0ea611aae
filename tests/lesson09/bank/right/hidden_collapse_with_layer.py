"""layer with the identity does the work. / 借助恒等函数的 layer 完成。"""
# notebook: hidden_layers

# %% collapse
def collapse(W1, b1, W2, b2):
    W = layer(W2, W1, torch.zeros_like(b2), "identity")
    b = layer(W2, b1, b2, "identity")
    return [W, b]
