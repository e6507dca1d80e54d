namespace Gannet.Detection.Backbones;

/// <summary>One convolution in an Inception branch.</summary>
/// <param name="Outputs">Output channels.</param>
/// <param name="Height">Rows of the kernel.</param>
/// <param name="Width">Columns of the kernel.</param>
/// <param name="Stride">Stride in both directions.</param>
/// <param name="IsPadded">Whether zero padding keeps the map's size; without it, the map loses the kernel's side minus one.</param>
internal readonly record struct InceptionConv(int Outputs, int Height, int Width, int Stride = 1, bool IsPadded = true);
