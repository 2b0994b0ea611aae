"""An own cell downloads something. / 单元格要从网络下载。"""
# lesson: lesson09
# notebook: gates

# %% step
def step(z):
    return (z >= 0).float()

# %% new
import urllib.request

urllib.request.urlretrieve("https://download.pytorch.org/tutorial/data.zip", "data.zip")

# %% new
import torchvision
