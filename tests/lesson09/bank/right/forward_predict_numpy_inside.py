"""numpy finds the position. / 用 numpy 找位置。"""
# notebook: forward_pass

# %% predict
import numpy as np


def predict(net, x):
    print("predict", x.shape)
    p = net(x).detach().numpy()
    return torch.from_numpy(np.argmax(p, axis=1)).long()
