//! What a reader of the site, an editor of the corpus or an operator would notice, one module per page or promise.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a helper that fails fails the test; clippy's own switch covers only functions marked as tests"
)]

mod address;
mod afternoon;
mod aligning;
mod asset;
mod bomb;
mod bulk;
mod busy;
mod check;
mod citing;
mod comparison;
mod consumer;
mod content;
mod copied_search;
mod crawl;
mod data;
mod dataset;
mod deploy;
mod desk;
mod export;
mod for_good;
mod fuzzed;
#[path = "../../benches/support/generator.rs"]
mod generator;
mod headers;
mod history;
mod hostile;
mod image;
mod import;
mod instruments;
mod interrupted;
mod kept;
mod languages;
mod large;
mod load;
mod mcp;
mod naming;
mod nearness;
mod negative;
mod opensearch;
mod operator;
mod order;
mod poison;
mod postgresql;
mod program;
mod publish;
mod quotation;
mod raw_http;
mod replicas;
mod running;
mod sameness;
mod search;
mod sharing;
mod similar;
mod site;
mod socket;
mod spreadsheet;
mod supply;
mod support;
mod tidy;
mod translations;
mod trends;
mod typed;
mod unplugged;
mod ways;
mod wrong;
