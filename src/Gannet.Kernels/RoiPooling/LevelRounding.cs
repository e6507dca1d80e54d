namespace Gannet.Kernels.RoiPooling;

/// <summary>How the fractional level of a region is rounded.</summary>
public enum LevelRounding
{
    /// <summary>Down, as in the FPN paper, torchvision, detectron2 and kerod: level 4 takes sides from 224 to 448.</summary>
    Floor,

    /// <summary>To the nearest, as in matterport's Mask R-CNN: level 4 takes sides from 158.4 to 316.8.</summary>
    Round,
}
