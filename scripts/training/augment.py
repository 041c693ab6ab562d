"""What cameras, light and detectors do to pictures beyond what the renderer shows, with the library albumentations."""

import os

# Threads are the training's; the library asks the internet for a newer version of itself unless told not to.
os.environ.setdefault("NO_ALBUMENTATIONS_UPDATE", "1")

import albumentations
import cv2

cv2.setNumThreads(0)


def _colours(strength):
    return [
        albumentations.RandomToneCurve(scale=0.15 * strength, p=0.2),
        albumentations.ColorJitter(
            brightness=(1 - 0.35 * strength, 1 + 0.35 * strength), contrast=(1 - 0.35 * strength, 1 + 0.35 * strength),
            saturation=(1 - 0.4 * strength, 1 + 0.4 * strength), hue=0.02 * strength, p=0.8),
        albumentations.RGBShift(*[20 * strength] * 3, p=0.4),
        albumentations.RandomGamma((int(100 - 30 * strength), int(100 + 35 * strength)), p=0.4),
    ]


def scene_colours():
    """For a detector's picture: a strong change of colours, blur, noise and compression."""
    return albumentations.Compose([
        *_colours(1.0),
        albumentations.ToGray(p=0.08),
        albumentations.ChannelShuffle(p=0.08),
        albumentations.OneOf([albumentations.GaussianBlur(blur_limit=(3, 5)), albumentations.MotionBlur(5)], p=0.2),
        albumentations.GaussNoise(std_range=(0.01, 0.06), p=0.3),
        albumentations.ImageCompression(quality_range=(30, 90), p=0.3),
        albumentations.CoarseDropout((1, 4), (0.03, 0.12), (0.03, 0.12), fill="random_uniform", p=0.1),
    ])


def crop_colours():
    """For a product's crop: colours may change only as far as they do between two cameras, since they tell flavours."""
    return albumentations.Compose([
        *_colours(0.4),
        albumentations.OneOf([albumentations.GaussianBlur(blur_limit=(3, 5)), albumentations.MotionBlur(5)], p=0.15),
        albumentations.GaussNoise(std_range=(0.01, 0.05), p=0.3),
        albumentations.ImageCompression(quality_range=(40, 90), p=0.2),
        albumentations.CoarseDropout((1, 2), (0.08, 0.45), (0.08, 0.45), fill="random_uniform", p=0.25),
    ])
