namespace Gannet.Kernels.RoiPooling;

/// <summary>How position-sensitive RoI pooling reads a region.</summary>
/// <param name="Size">Bins along each side, k; a map has C·k² channels.</param>
/// <param name="TorchvisionEdges">
/// Whether bins leave out the last row and column of the map, as in torchvision. Its gradient still reaches those cells, so it does
/// not match the forward pass. By default both directions use the whole map, as in the R-FCN paper's code.
/// </param>
public sealed record PsRoiPoolOptions(int Size = 3, bool TorchvisionEdges = false);
