namespace Gannet.Kernels.RoiPooling;

/// <summary>How position-sensitive RoI pooling reads a region.</summary>
/// <param name="Size">Bins along each side, k; a map has C·k² channels.</param>
/// <param name="TorchvisionEdges">
/// Whether bins leave out the last row and column of the map, as torchvision's do – whose gradient nonetheless reaches those
/// cells, and is then not that of its values. By default both directions read the whole map, as the R-FCN paper's code.
/// </param>
public sealed record PsRoiPoolOptions(int Size = 3, bool TorchvisionEdges = false);
