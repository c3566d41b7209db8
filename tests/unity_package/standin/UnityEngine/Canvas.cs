using System.Collections.Generic;
using System.Linq;

namespace UnityEngine
{
    /// <summary>
    /// Where IMGUI draws: a text, a line for each row of controls. A test presses, types or ticks by naming a control and,
    /// where there are several, some of its row's text.
    /// </summary>
    static class Canvas
    {
        static readonly List<string> Rows = new List<string>();
        static readonly List<string> Cells = new List<string>();
        static bool isRow;
        static string wanted;
        static string row;
        static string typed;

        /// <summary>How many controls were drawn: Unity's layout fails when two passes of a frame differ.</summary>
        internal static int Controls { get; private set; }

        /// <summary>Whether the wanted control was there and took its input.</summary>
        internal static bool WasUsed { get; private set; }

        internal static void Begin(string control = null, string rowText = "", string text = null)
        {
            Rows.Clear();
            Cells.Clear();
            isRow = false;
            Controls = 0;
            WasUsed = false;
            wanted = control;
            row = rowText;
            typed = text;
            GUI.enabled = true;
        }

        internal static string Text()
        {
            return string.Join("\n", Rows.ToArray());
        }

        /// <summary>Draws a control; returns whether it is the one that the test uses.</summary>
        internal static bool Draw(string shown, string name = null)
        {
            Controls++;
            Cells.Add(shown);
            bool used = name != null && name == wanted && !WasUsed && GUI.enabled && Cells.Any(each => each.Contains(row));
            WasUsed |= used;
            if (!isRow)
            {
                EndRow();
            }
            return used;
        }

        internal static string Typed
        {
            get { return typed; }
        }

        internal static void BeginRow()
        {
            Controls++;
            isRow = true;
        }

        internal static void EndRow()
        {
            isRow = false;
            Rows.Add(string.Join("  ", Cells.ToArray()));
            Cells.Clear();
        }
    }
}
