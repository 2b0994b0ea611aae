"""The two layers are asked for 0 and for the unit vectors. / 把 0 和各单位向量送进两层求得。"""
# notebook: hidden_layers

# %% collapse
def collapse(W1, b1, W2, b2):
    def two_layers(x):
        return W2 @ (W1 @ x + b1) + b2

    p = W1.shape[1]
    b = two_layers(torch.zeros(p, 1))
    return two_layers(torch.eye(p)) - b, b
