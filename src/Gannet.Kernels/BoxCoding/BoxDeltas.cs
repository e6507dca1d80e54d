using System.Runtime.InteropServices;

namespace Gannet.Kernels.BoxCoding;

/// <summary>A box relative to a reference box, as <see cref="BoxCoder"/> writes it: four floats in memory.</summary>
/// <param name="X">Weighted shift of the centre, in widths of the reference.</param>
/// <param name="Y">Weighted shift of the centre, in heights of the reference.</param>
/// <param name="W">Weighted logarithm of the width ratio.</param>
/// <param name="H">Weighted logarithm of the height ratio.</param>
[StructLayout(LayoutKind.Sequential)]
public readonly record struct BoxDeltas(float X, float Y, float W, float H);
