// Owners for the C objects of cairo, pango and GLib.
#pragma once

#include <cairo.h>
#include <glib-object.h>
#include <pango/pangocairo.h>

#include <memory>

namespace noticeboard::qr {

struct Release {
    void operator()(cairo_t* context) const { cairo_destroy(context); }
    void operator()(cairo_surface_t* surface) const { cairo_surface_destroy(surface); }
    void operator()(cairo_font_options_t* options) const { cairo_font_options_destroy(options); }
    void operator()(PangoFontDescription* font) const { pango_font_description_free(font); }
    void operator()(PangoAttrList* attributes) const { pango_attr_list_unref(attributes); }
    void operator()(GError* error) const { g_error_free(error); }
    template <class Object>
    void operator()(Object* object) const {  // everything else here is a GObject
        g_object_unref(object);
    }
};

template <class T>
using Owned = std::unique_ptr<T, Release>;

}  // namespace noticeboard::qr
