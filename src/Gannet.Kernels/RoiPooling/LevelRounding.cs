namespace Gannet.Kernels.RoiPooling;

/// <summary>How the level of a region, a real number, becomes a whole one.</summary>
public enum LevelRounding
{
    /// <summary>Down, as the FPN paper, torchvision, detectron2 and kerod: level 4 takes sides from 224 to 448.</summary>
    Floor,

    /// <summary>To the nearest, as matterport's Mask R-CNN: level 4 takes sides from 158.4 to 316.8.</summary>
    Round,
}
