using System.Globalization;
using Gannet.Imaging.Drawing.Fonts;

namespace Gannet.Imaging.Drawing.Labels;

/// <summary>Draws what the numbers in a picture mean, on a strip below it: there it hides nothing.</summary>
internal sealed class LegendDrawer(LabelFont font, int padding)
{
    private static readonly (byte R, byte G, byte B) s_ground = (32, 34, 38), s_text = (235, 235, 235);

    // A narrower strip has no room for words.
    private const int LeastLetters = 8;

    /// <summary>The picture with the entries below it, in as many rows as they need but no more than the picture is high.</summary>
    /// <returns>The picture itself if there are no entries or no room.</returns>
    public Image AddBelow(Image picture, IReadOnlyList<(LegendEntry Entry, (byte R, byte G, byte B) Ink)> entries)
    {
        if (entries.Count == 0 || picture.Width < LeastLetters * font.Height) return picture;
        var rows = Math.Max(1, picture.Height / RowHeight);
        var cells = Flow(entries, picture.Width, rows);
        var high = (cells[^1].Row + 1) * RowHeight + padding;
        var taller = new Image(picture.Width, picture.Height + high);
        picture.Pixels.CopyTo(taller.Pixels, 0);
        new PixelRectangle(0, picture.Height, picture.Width, taller.Height).Fill(taller, s_ground, 1);
        foreach (var cell in cells) Draw(taller, cell, picture.Height + padding);
        return taller;
    }

    /// <summary>The first characters of a text.</summary>
    public static string Cut(string text, int length) => string.Concat(text.EnumerateRunes().Take(length));

    private int RowHeight => font.Height + 2 + padding;

    private List<Cell> Flow(IReadOnlyList<(LegendEntry Entry, (byte R, byte G, byte B) Ink)> entries, int width, int rows)
    {
        List<Cell> cells = [];
        var (left, row) = (padding, 0);
        for (var k = 0; k < entries.Count; k++)
        {
            var (entry, ink) = entries[k];
            var number = entry.Number?.ToString(CultureInfo.InvariantCulture) ?? "";
            var text = Fitting(entry.Text, width - Chip(number) - 4 * padding);
            var needed = Chip(number) + padding + font.Measure(text) + 3 * padding;
            if (left > padding && left + needed > width) (left, row) = (padding, row + 1);
            if (row == rows) return [.. cells, new(left, row, "", font.Spell($"… {entries.Count - k} more", 0), s_ground)];
            cells.Add(new(left, row, number, text, ink));
            left += needed;
        }

        return cells;
    }

    private int Chip(string number) => Math.Max(font.Height, font.Measure(number) + 2 * padding);

    private string Fitting(string text, int width)
    {
        if (font.Measure(text) <= width) return text;
        var length = text.EnumerateRunes().Count();
        while (length > 1 && font.Measure(Shortened(length)) > width) length--;
        return Shortened(length);

        string Shortened(int letters) => Cut(text, letters) + font.Spell("…", 0);
    }

    private void Draw(Image picture, Cell cell, int start)
    {
        var top = start + cell.Row * RowHeight;
        var chip = new PixelRectangle(cell.Left, top, cell.Left + Chip(cell.Number), top + font.Height + 2);
        chip.Fill(picture, cell.Ink, 1);
        font.Draw(picture, cell.Number, chip.Left + (chip.Width - font.Measure(cell.Number)) / 2, top + 1 + font.Ascent, LabelDrawer.InkOn(cell.Ink));
        font.Draw(picture, cell.Text, chip.Right + padding, top + 1 + font.Ascent, s_text);
    }

    private readonly record struct Cell(int Left, int Row, string Number, string Text, (byte R, byte G, byte B) Ink);
}
