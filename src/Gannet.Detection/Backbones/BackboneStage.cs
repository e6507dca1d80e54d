using Gannet.Torch;
using Gannet.Torch.Nn;

namespace Gannet.Detection.Backbones;

/// <summary>A part of a backbone whose result can be returned, and that is trained or frozen as a whole.</summary>
/// <param name="Name">As in <see cref="Backbone.StageNames"/>.</param>
/// <param name="Level">Number of the resolution it works at, 1 to 5: the C1 to C5 of the papers.</param>
/// <param name="Channels">Channels of its map.</param>
/// <param name="Stride">Pixels of the input a cell of its map.</param>
/// <param name="Forward">Computes the map from that of the stage before.</param>
/// <param name="Parts">The modules it trains.</param>
public sealed record BackboneStage(
    string Name, int Level, int Channels, int Stride, Func<Tensor, Tensor> Forward, params IReadOnlyList<Module> Parts)
{
    /// <summary>Pixel of the input where the map's first cell begins.</summary>
    public float Origin { get; init; }

    /// <summary>Pixels on each side of the picture that its map needs for a first cell.</summary>
    public int LeastSide { get; init; } = 1;

    /// <summary>Layers between the map and the next stage, where the map is not the stage's last result.</summary>
    public Func<Tensor, Tensor>? Rest { get; init; }
}
