"""The name is cut from the traceback. / 从 traceback 里截出名字。"""
# notebook: forward_pass

# %% broken_model
import traceback


class NoSuper(nn.Module):
    def __init__(self):
        self.w = nn.Parameter(torch.zeros(3))


def error_without_super():
    try:
        NoSuper()
    except Exception:
        return traceback.format_exc().strip().splitlines()[-1].split(":")[0]
