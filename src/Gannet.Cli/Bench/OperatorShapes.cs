namespace Gannet.Cli.Bench;

/// <summary>The picture that operators are timed on: 800 × 1066 padded to a multiple of 32.</summary>
internal static class OperatorShapes
{
    public const int Height = 800;
    public const int Width = 1088;
}
