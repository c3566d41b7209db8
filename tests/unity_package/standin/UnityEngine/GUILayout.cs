namespace UnityEngine
{
    public class GUILayout
    {
        public static void Label(string text, params GUILayoutOption[] options)
        {
            Canvas.Draw(text);
        }

        public static void Label(string text, GUIStyle style, params GUILayoutOption[] options)
        {
            Canvas.Draw(style.Frame(text));
        }

        public static bool Button(string text, params GUILayoutOption[] options)
        {
            return Canvas.Draw(GUI.enabled ? "[" + text + "]" : "(" + text + ")", text);
        }

        public static bool Toggle(bool value, string text, params GUILayoutOption[] options)
        {
            return Canvas.Draw((value ? "[x] " : "[ ] ") + text, text) ? !value : value;
        }

        public static string TextField(string text, params GUILayoutOption[] options)
        {
            return Canvas.Draw("<" + text + ">", "<" + text + ">") ? Canvas.Typed : text;
        }

        public static void Space(float pixels)
        {
            Canvas.Draw("");
        }

        public static void FlexibleSpace()
        {
        }

        public static void BeginHorizontal(params GUILayoutOption[] options)
        {
            Canvas.BeginRow();
        }

        public static void EndHorizontal()
        {
            Canvas.EndRow();
        }

        public static Vector2 BeginScrollView(Vector2 scrollPosition, params GUILayoutOption[] options)
        {
            return scrollPosition;
        }

        public static void EndScrollView()
        {
        }

        public static GUILayoutOption Width(float width)
        {
            return null;
        }
    }
}
