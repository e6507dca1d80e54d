namespace Gannet.Datasets.Synthesis;

// A microscope in transmitted light: the lamp shines through layers of stain, the lens blurs, the camera adds noise.

/// <summary>The light that passes through a field of stained cells, as floats until it is converted to bytes.</summary>
internal sealed class FieldCanvas
{
    private readonly int _width, _height;
    private readonly float[] _light;

    public FieldCanvas(int width, int height)
    {
        (_width, _height) = (width, height);
        _light = new float[width * height * 3];
        Array.Fill(_light, 1);
    }

    /// <summary>Draws a cell over the current content.</summary>
    /// <param name="placed">The cell.</param>
    /// <param name="softness">Half the width of its soft edge, in pixels.</param>
    /// <param name="tint">How strongly this slide is stained, per colour.</param>
    public void Lay(PlacedCorpuscle placed, float softness, Stain tint)
    {
        const float Halo = 3;
        var box = placed.Box;
        var (left, right) = (Math.Max(0, (int)(box.X1 - Halo)), Math.Min(_width - 1, (int)(box.X2 + Halo)));
        var (top, bottom) = (Math.Max(0, (int)(box.Y1 - Halo)), Math.Min(_height - 1, (int)(box.Y2 + Halo)));
        for (var y = top; y <= bottom; y++)
        {
            for (var x = left; x <= right; x++)
            {
                var (u, v) = (x + 0.5f - placed.X, y + 0.5f - placed.Y);
                var distance = placed.Cell.Outline.Distance(u, v);
                if (distance > Halo) continue;
                var i = (y * _width + x) * 3;
                var cover = Math.Clamp(0.5f - distance / (2 * softness), 0, 1);
                if (cover > 0)
                {
                    var stain = placed.Cell.At(u, v, placed.Cell.Outline.Depth(u, v));
                    _light[i] *= MathF.Exp(-cover * stain.Red * tint.Red);
                    _light[i + 1] *= MathF.Exp(-cover * stain.Green * tint.Green);
                    _light[i + 2] *= MathF.Exp(-cover * stain.Blue * tint.Blue);
                }

                // The edge of a cell bends light outwards: a thin bright ring, as in any bright-field picture.
                var ring = 1 + 0.05f * MathF.Exp(-(distance - 1.6f) * (distance - 1.6f));
                for (var c = 0; c < 3; c++) _light[i + c] *= ring;
            }
        }
    }

    /// <summary>Multiplies every pixel by the lamp's light at its position.</summary>
    /// <param name="lamp">Light of each colour at (x, y).</param>
    public void Illuminate(Func<int, int, (float Red, float Green, float Blue)> lamp)
    {
        for (var y = 0; y < _height; y++)
        {
            for (var x = 0; x < _width; x++)
            {
                var i = (y * _width + x) * 3;
                var light = lamp(x, y);
                (_light[i], _light[i + 1], _light[i + 2]) = (_light[i] * light.Red, _light[i + 1] * light.Green, _light[i + 2] * light.Blue);
            }
        }
    }

    /// <summary>Applies a Gaussian blur, horizontally and then vertically; edge pixels are repeated outwards.</summary>
    public void Defocus(float sigma)
    {
        if (sigma < 0.2f) return;
        var reach = (int)MathF.Ceiling(2.5f * sigma);
        var kernel = new float[2 * reach + 1];
        for (var k = -reach; k <= reach; k++) kernel[k + reach] = MathF.Exp(-k * k / (2 * sigma * sigma));
        var sum = kernel.Sum();
        for (var k = 0; k < kernel.Length; k++) kernel[k] /= sum;

        var across = new float[_light.Length];
        for (var y = 0; y < _height; y++)
        {
            var row = y * _width * 3;
            for (var x = 0; x < _width; x++)
            {
                for (var k = -reach; k <= reach; k++)
                {
                    var from = row + Math.Clamp(x + k, 0, _width - 1) * 3;
                    for (var c = 0; c < 3; c++) across[row + x * 3 + c] += kernel[k + reach] * _light[from + c];
                }
            }
        }

        Array.Clear(_light);
        for (var y = 0; y < _height; y++)
        {
            var row = _light.AsSpan(y * _width * 3, _width * 3);
            for (var k = -reach; k <= reach; k++)
            {
                var weight = kernel[k + reach];
                var from = across.AsSpan(Math.Clamp(y + k, 0, _height - 1) * _width * 3, _width * 3);
                for (var i = 0; i < row.Length; i++) row[i] += weight * from[i];
            }
        }
    }

    /// <summary>Converts the light to bytes and adds camera noise, whose strength is in grey levels.</summary>
    public Image Develop(float noise, HashRandom random)
    {
        var picture = new Image(_width, _height);
        for (var i = 0; i < _light.Length; i += 3)
        {
            // After a camera interpolates its colour mosaic, most of its noise is the same in all three colours.
            var grey = random.Normal();
            for (var c = 0; c < 3; c++)
            {
                var level = _light[i + c] * 255 + noise * (0.8f * grey + 0.6f * random.Normal());
                picture.Pixels[i + c] = (byte)Math.Clamp(level + 0.5f, 0, 255);
            }
        }

        return picture;
    }
}
