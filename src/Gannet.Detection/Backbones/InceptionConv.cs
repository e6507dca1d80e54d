namespace Gannet.Detection.Backbones;

/// <summary>One convolution of an Inception branch.</summary>
/// <param name="Outputs">Channels out.</param>
/// <param name="Height">Rows of the kernel.</param>
/// <param name="Width">Columns of the kernel.</param>
/// <param name="Stride">Step in both directions.</param>
/// <param name="IsPadded">Whether zeros around the map keep its size; without them it loses a kernel's side less one.</param>
internal readonly record struct InceptionConv(int Outputs, int Height, int Width, int Stride = 1, bool IsPadded = true);
