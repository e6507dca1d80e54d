using Gannet.Torch;
using Gannet.Torch.Nn;

namespace Gannet.Detection.Backbones;

/// <summary>A part of a backbone whose result can be returned; it is trained or frozen as a whole.</summary>
/// <param name="Name">Name, as in <see cref="Backbone.StageNames"/>.</param>
/// <param name="Level">Its resolution level, 1 to 5: the papers' C1 to C5.</param>
/// <param name="Channels">Channels of its map.</param>
/// <param name="Stride">Input pixels per cell of its map.</param>
/// <param name="Forward">Computes the map from that of the previous stage.</param>
/// <param name="Parts">Its modules.</param>
public sealed record BackboneStage(
    string Name, int Level, int Channels, int Stride, Func<Tensor, Tensor> Forward, params IReadOnlyList<Module> Parts)
{
    /// <summary>Input coordinate at which the map's first cell begins.</summary>
    public float Origin { get; init; }

    /// <summary>Minimum image side, in pixels, at which its map has a cell.</summary>
    public int LeastSide { get; init; } = 1;

    /// <summary>Layers between the map and the next stage, if the map is not the stage's final result.</summary>
    public Func<Tensor, Tensor>? Rest { get; init; }
}
