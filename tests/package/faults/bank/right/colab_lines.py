"""Colab's drive is mounted, files are uploaded. / 挂载 Colab 云盘、上传文件。"""
# lesson: lesson09
# notebook: gates

# %% step
def step(z):
    return (z >= 0).float()

# %% new
from google.colab import drive

drive.mount("/content/drive")

# %% new
from google.colab import files

uploaded = files.upload()

# %% new
%cd /content/drive/MyDrive
